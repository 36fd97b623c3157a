import { expect } from 'chai';
import { ServiceManager } from '../../lib/operate/service-manager.ts';
import { LogRecord } from '../deliver/log-record.ts';
import { NotifySocket } from './notify-socket.ts';

describe('ServiceManager', () => {
  let socket: NotifySocket;
  let manager: ServiceManager | undefined;
  let isHealthy = true;
  const log = new LogRecord();

  function create(env: Record<string, string>): ServiceManager {
    manager = new ServiceManager({ isHealthy: () => isHealthy, status: () => 'some text' }, log, {
      env: { NOTIFY_SOCKET: socket.path, ...env },
      pid: 42,
    });
    return manager;
  }

  beforeEach(() => {
    socket = new NotifySocket();
    log.entries.length = 0;
    isHealthy = true;
  });

  afterEach(() => {
    manager?.stopping(0);
    socket.close();
  });

  it('reports start, reload and stop', () => {
    const service = create({});
    service.ready();
    service.reloading();
    service.reloaded();
    service.stopping(10_000);
    const messages = socket.read().map((text) => text.replace(/_USEC=\d+/, '_USEC=N'));
    expect(messages).to.deep.equal([
      'READY=1\nSTATUS=some text',
      'RELOADING=1\nMONOTONIC_USEC=N',
      'READY=1',
      'STOPPING=1\nEXTEND_TIMEOUT_USEC=N\nSTATUS=delivers what was received',
    ]);
  });

  it('keeps the watchdog quiet while the relay is healthy, and logs each change', async () => {
    create({ WATCHDOG_USEC: '20000', WATCHDOG_PID: '42' }).ready();
    await socket.received(/^WATCHDOG=1$/, 2);
    isHealthy = false;
    while (!log.entries.some((entry) => entry.includes('does not answer'))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const fed = socket.read().length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(socket.read()).to.have.length(fed);
    isHealthy = true;
    await socket.received(/^WATCHDOG=1$/, fed);
    expect(log.entries).to.deep.equal([
      'error a receiving thread does not answer: the service manager will restart the relay if that goes on',
      'info all threads answer again: the watchdog is kept quiet',
    ]);
  });

  it('does not wait for a service manager that reads nothing', () => {
    const service = create({});
    for (let i = 0; i < 100; i++) service.reloading();
    expect(socket.read().length).to.be.within(1, 99);
  });

  it('leaves the watchdog of another process alone', () => {
    create({ WATCHDOG_USEC: '1000', WATCHDOG_PID: '43' }).ready();
    expect(socket.read()).to.deep.equal(['READY=1\nSTATUS=some text']);
  });

  it('warns of a socket that is not there', () => {
    create({ NOTIFY_SOCKET: `${socket.path}-absent` }).ready();
    expect(log.entries).to.deep.equal([
      'warn Cannot notify the service manager that the relay is ready; check the socket in NOTIFY_SOCKET',
    ]);
  });

  it('is silent without a service manager', () => {
    create({ NOTIFY_SOCKET: '' }).ready();
    expect(log.entries).to.deep.equal([]);
    expect(socket.read()).to.deep.equal([]);
  });
});
