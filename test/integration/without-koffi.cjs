// oxlint-disable no-underscore-dangle -- Node's own name for the one place through which every require goes
// Loaded before the program: no binary of koffi is found, as on a platform that has none.
const Module = require('node:module');

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (request === 'koffi') throw new Error('Cannot find the native Koffi module');
  return resolve.call(this, request, ...rest);
};
