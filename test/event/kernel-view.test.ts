import { expect } from 'chai';
import { KernelView } from '../../lib/event/kernel-view.ts';

describe('KernelView', () => {
  it('is like a new one once it is cleared, whatever it held', () => {
    const view = new KernelView();
    for (const [name, value] of Object.entries(view)) {
      Reflect.set(view, name, typeof value === 'boolean' ? true : [123]);
    }
    view.clear();
    expect(view).to.deep.equal(new KernelView());
  });
});
