// Faces, landmarks, expressions, descriptors, ages: the networks of @vladmandic/face-api on its own sample.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const faceapi = require('@vladmandic/face-api');
const report = require('./report.cjs');

const folder = dirname(dirname(require.resolve('@vladmandic/face-api')));

async function main() {
  const { tf, nets } = faceapi;
  await tf.setBackend(process.argv[2]);
  for (const net of [
    'tinyFaceDetector',
    'faceLandmark68Net',
    'faceExpressionNet',
    'faceRecognitionNet',
    'ageGenderNet',
  ]) {
    await nets[net].loadFromDisk(join(folder, 'model'));
  }
  const image = tf.node.decodeImage(readFileSync(join(folder, 'demo', 'sample1.jpg')), 3);
  const began = performance.now();
  const faces = await faceapi
    .detectAllFaces(image, new faceapi.TinyFaceDetectorOptions({ inputSize: 320 }))
    .withFaceLandmarks()
    .withFaceExpressions()
    .withFaceDescriptors()
    .withAgeAndGender();
  const found = faces.map(({ detection, landmarks, expressions, descriptor, age, gender, genderProbability }) => {
    const { x, y, width, height } = detection.box;
    const points = landmarks.positions.map((point) => [point.x, point.y]);
    return {
      box: [x, y, width, height],
      score: detection.score,
      points,
      expressions: { ...expressions },
      descriptor: [...descriptor],
      age,
      gender,
      genderProbability,
    };
  });
  report(tf.getBackend(), began, found);
}

main();
