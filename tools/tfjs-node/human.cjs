// A face with its mesh, irises, embedding and emotion, and a body: the networks of @vladmandic/human.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const tf = require('@tensorflow/tfjs-node');
const { Human } = require('@vladmandic/human');
const report = require('./report.cjs');

const folder = dirname(dirname(require.resolve('@vladmandic/human')));
const photo = join(dirname(dirname(require.resolve('@vladmandic/face-api'))), 'demo', 'sample1.jpg');

async function main() {
  const human = new Human({
    backend: process.argv[2],
    modelBasePath: `file://${join(folder, 'models')}/`,
    hand: { enabled: false },
    object: { enabled: false },
    gesture: { enabled: false },
  });
  const image = tf.node.decodeImage(readFileSync(photo), 3);
  const began = performance.now();
  const { face, body, error } = await human.detect(image);
  if (error) throw new Error(error);
  report(tf.getBackend(), began, {
    faces: face.map(({ score, boxRaw, meshRaw, embedding, emotion, age, gender, iris }) => {
      return { score, boxRaw, meshRaw, embedding, emotion, age, gender, iris };
    }),
    bodies: body.map(({ score, keypoints }) => ({
      score,
      points: keypoints.map((point) => [point.part, point.score, ...point.positionRaw]),
    })),
  });
}

main();
