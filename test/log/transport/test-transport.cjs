const { appendFileSync, existsSync } = require('node:fs');
const { Transport } = require('winston');

/** Appends each message, or each entry in JSON, to the file `options.file`. Its other options make it misbehave, while the file `options.while` exists. */
module.exports = class TestTransport extends Transport {
  constructor(options) {
    super(options);
    if (options.constructorThrows) throw new Error('no such account');
    this.options = options;
  }

  log(info, callback) {
    const { file, json, misbehaves, while: marker } = this.options;
    if (misbehaves !== undefined && (marker === undefined || existsSync(marker))) {
      switch (misbehaves) {
        case 'throws':
          throw new Error('it threw');
        case 'throws-later':
          setImmediate(() => {
            throw new Error('it threw later');
          });
          return;
        case 'never-answers':
          return;
        case 'never-ends':
          for (;;);
        default:
          throw new Error(misbehaves);
      }
    }
    appendFileSync(file, json ? `${JSON.stringify(info)}\n` : `${info.message}\n`);
    callback();
  }
};
