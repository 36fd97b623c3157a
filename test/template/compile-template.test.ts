import { expect } from 'chai';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import { compiled, rendered } from './rendering.ts';
import { extendedRecord } from './sample-events.ts';

describe('compileTemplate', () => {
  const view = extendedRecord();

  it('knows braces, defaults and $$', () => {
    expect(rendered('${HOST}x $$HOST ${PID:-no pid} ${HOST:-none}', view)).to.equal(
      'web1x $HOST no pid web1',
    );
  });

  it('leaves out one final newline', () => {
    expect(rendered('$HOST\n', view)).to.equal('web1');
    expect(rendered('$HOST\n\n', view)).to.equal('web1\n');
  });

  it('writes the event as JSON', () => {
    expect(JSON.parse(rendered('$JSON', view))).to.include({ message: 'usb 1-1: new' });
  });

  it('names every problem with its place and the nearest macro', () => {
    expect(compileTemplate('$HOTS ${PROGAM} $(ehco x) $ $(hash x) ${HOST')).to.deep.equal([
      {
        offset: 0,
        message: '$HOTS is not a macro; write $HOST, or another macro of docs/templates.md',
      },
      {
        offset: 6,
        message: '$PROGAM is not a macro; write $PROGRAM, or another macro of docs/templates.md',
      },
      { offset: 16, message: '$(ehco) is not a function; write $(echo …)' },
      { offset: 26, message: 'a lone $ names no macro; write $$ for a dollar sign' },
      { offset: 28, message: 'write $(hash N value) with an integer N of 1 or more' },
      { offset: 38, message: 'a ${ is not closed; write ${NAME}' },
    ]);
  });

  it('finds problems inside functions', () => {
    expect(compileTemplate('a $(echo $HOTS)')).to.deep.equal([
      {
        offset: 9,
        message: '$HOTS is not a macro; write $HOST, or another macro of docs/templates.md',
      },
    ]);
  });

  it('refuses names of what every object has', () => {
    expect(compileTemplate('$constructor $(toString x) ${S___proto__}')).to.have.length(3);
  });

  it('warns of unknown macros and leaves them empty when imported', () => {
    const template = compiled('a$NOPE-$ b', { dialect: 'imported' });
    expect(template.warnings).to.deep.equal([
      { offset: 1, message: '$NOPE is not a macro of this program and stays empty; remove it' },
    ]);
    expect(rendered('a$NOPE-$ b$', view, { dialect: 'imported' })).to.equal('a-$ b$');
    expect(compileTemplate('$(nope x)', { dialect: 'imported' })).to.have.length(1);
  });

  it('refuses functions nested without end', () => {
    const deep = '$(echo '.repeat(40) + ')'.repeat(40);
    expect(compileTemplate(deep)).to.deep.include({
      offset: 112,
      message: 'functions are nested too deep',
    });
  });

  for (const [text, expected] of [
    ['$HOST', true],
    ['x $FULLHOST $LOGHOST $(hash 4 $HOST)', true],
    ['', true],
    ['$HOST $PROGRAM', false],
    ['$(echo $ISODATE)', false],
    ['${HOST_FROM}', false],
  ] as const) {
    it(`knows whether "${text}" depends only on the host`, () => {
      expect(compiled(text).dependsOnlyOnHost).to.equal(expected);
    });
  }
});
