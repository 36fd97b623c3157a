import { loadConfig } from '/work/main/lib/config/load-config.ts';
import { findConfig } from '/work/main/lib/config/find-config.ts';
import { readFileSync } from 'node:fs';
const env = {A:'x'};
const t = process.argv[2] ? readFileSync(process.argv[2],'utf8') : undefined;
try { const r = t ? loadConfig(t, {file:'f.yaml', env, readFile:(p)=>readFileSync(p,'utf8')}) : findConfig(undefined,{env, readFile:(p)=>readFileSync(p,'utf8')}); console.dir(r,{depth:9}); } catch (e) { console.log(String((e as Error).message)); if (!(e as any).problems) throw e; }
