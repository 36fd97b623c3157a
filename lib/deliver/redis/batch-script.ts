import { createHash } from 'node:crypto';

/** A script that the server runs, by text and by SHA-1. */
export interface BatchScript {
  readonly text: string;
  readonly sha: string;
}

/** Trims each stream of the batch once. A stream of another type was reported before. */
const TRIMMING = `local function trim(...)
  for i = 2, #KEYS do
    local result = redis.pcall('XTRIM', KEYS[i], ...)
    if type(result) == 'table' and result.err and not string.find(result.err, 'WRONGTYPE', 1, true) then
      reply[2] = result.err
    end
  end
end
if ARGV[4] ~= '' then trim('MAXLEN', '~', ARGV[4]) end
if ARGV[5] ~= '' then
  local time = redis.pcall('TIME')
  if time.err then
    reply[2] = time.err
  else
    local oldest = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) - tonumber(ARGV[5])
    trim('MINID', '~', string.format('%.0f', math.max(0, oldest)))
  end
end
`;

/**
 * The script that appends a batch to its streams, once:
 *
 *   KEYS  state key, streams
 *   ARGV  prev, next, state's TTL in seconds, maximum length or '', maximum age in ms or '', '1' if a repeat must be a write,
 *         number of runs, names of the fields, for each run (index in KEYS, events), values of the fields of each event
 *
 * Replies `ok`, the error of trimming or '', and for each failed run its number, its events that were not written, and the error; or
 * `repeat` and the state when the state is `next` or more; or `gap` and the state when it is not `prev`, without writing.
 *
 * The state is set first: Redis does not roll back a script that fails halfway, and every reason to refuse writing shows there.
 * A missing right to XADD shows only afterwards; as it concerns all streams, the state is set back.
 */
export function batchScript(fieldCount: number): BatchScript {
  const fields = Array.from({ length: fieldCount }, (_, i) => i);
  const names = fields.map((i) => `local f${i} = ARGV[${8 + i}]`).join('\n');
  const pairs = fields.map((i) => `f${i}, ARGV[at${i === 0 ? '' : ` + ${i}`}]`).join(', ');
  const text = `local text = redis.call('GET', KEYS[1])
local current = text and tonumber(text) or 0
if current >= tonumber(ARGV[2]) then
  if ARGV[6] == '1' then redis.call('SET', KEYS[1], text, 'EX', ARGV[3]) end
  return {'repeat', text}
end
if current ~= tonumber(ARGV[1]) then return {'gap', text or '0'} end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
${names}
local reply = {'ok', ''}
local runs = tonumber(ARGV[7])
local run_at = ${8 + fieldCount}
local at = run_at + 2 * runs
local written = false
for run = 0, runs - 1 do
  local key = KEYS[tonumber(ARGV[run_at])]
  local last = at + ${fieldCount} * tonumber(ARGV[run_at + 1])
  run_at = run_at + 2
  while at < last do
    local result = redis.pcall('XADD', key, '*', ${pairs})
    if type(result) == 'table' and result.err then
      local err = result.err
      if not written and (string.find(err, 'NOPERM', 1, true) or string.find(err, 'ACL', 1, true)
          or string.find(err, 'run this command', 1, true)) then
        redis.call('SET', KEYS[1], text or '0', 'EX', ARGV[3])
        return {err = err}
      end
      reply[#reply + 1] = run
      reply[#reply + 1] = (last - at) / ${fieldCount}
      reply[#reply + 1] = err
      at = last
    else
      written = true
      at = at + ${fieldCount}
    end
  end
end
${TRIMMING}return reply
`;
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
