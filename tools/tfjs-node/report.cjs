const { writeFileSync } = require('node:fs');

/**
 * Writes what a program found, for the check to compare, with the backend, its milliseconds and the version of Node.
 *
 * @param {string} backend
 * @param {number} began
 * @param {object} found numbers and texts, nested
 */
module.exports = (backend, began, found) => {
  const milliseconds = Math.round(performance.now() - began);
  writeFileSync('report.json', JSON.stringify({ node: process.version, backend, milliseconds, found }));
};
