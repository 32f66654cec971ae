// The class of each pixel: DeepLab of @codait/max-image-segmenter, which was made for tfjs-node 2.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { processInput, runInference, processOutput } = require('@codait/max-image-segmenter');
const tf = require('@tensorflow/tfjs-node');
const report = require('./report.cjs');

const photo = join(dirname(dirname(require.resolve('@vladmandic/face-api'))), 'demo', 'sample1.jpg');
const [height, width] = [128, 192];

async function main() {
  await tf.setBackend(process.argv[2]);
  // What the package takes in Node: the bytes of a canvas.
  const small = tf.image.resizeBilinear(tf.node.decodeImage(readFileSync(photo), 3), [height, width]).toInt();
  const opaque = tf.fill([height, width, 1], 255, 'int32');
  const data = Uint8Array.from(tf.concat([small, opaque], 2).dataSync());
  const began = performance.now();
  const { segmentationMap, objectsDetected } = await processOutput(
    await runInference(await processInput({ data, height, width })),
  );
  report(tf.getBackend(), began, { objectsDetected, segmentationMap });
}

main();
