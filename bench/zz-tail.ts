import { monitoredLoad } from '../test/faults/monitored-load.ts';
for (const rate of [50_000, 50_000]) console.log(JSON.stringify(await monitoredLoad(1_000_000, rate)));
process.exit(0);
