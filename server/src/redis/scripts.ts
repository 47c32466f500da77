/** A script of Redis: what it does is done at once or not at all. */
export interface Script {
  name: string
  lua: string
}

/**
 * Adds frames of an owner to the stream of an answer, and tells them. KEYS: the stream. ARGV: the fence, the channel, milliseconds
 * until it may be forgotten, 1 where the stream must be there already, then the position and the text of each frame. Gives `ok`;
 * `lost` where it is not there any more; else the last id that is there, since nothing is added before it.
 */
export const APPEND: Script = {
  name: 'append',
  lua: `
local key, fence, channel = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local top = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
if ARGV[4] == '1' and not top then return 'lost' end
if top then
  local ofTop, at = string.match(top[1], '(%d+)-(%d+)')
  ofTop, at = tonumber(ofTop), tonumber(at)
  if ofTop > fence or (ofTop == fence and ARGV[5] and tonumber(ARGV[5]) <= at) then return top[1] end
end
if not ARGV[5] then return 'ok' end
local told = {}
for i = 5, #ARGV, 2 do
  redis.call('XADD', key, ARGV[1] .. '-' .. ARGV[i], 'f', ARGV[i + 1])
  told[#told + 1] = ARGV[i + 1]
end
redis.call('PEXPIRE', key, ARGV[3])
redis.call('PUBLISH', channel, ARGV[1] .. ' [' .. table.concat(told, ',') .. ']')
return 'ok'`,
}

/**
 * A seat's entry is `<until> <seat> @<opened>`, the seat `<server> <count>` or `<server> <count> <run>:<number>`: milliseconds of
 * Redis's clock until which it holds, and at which its link was opened. What is behind the seat's name is not there where a server of
 * an earlier version wrote it.
 */
const SEAT_ENTRY = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function read(entry)
  local until_, rest = string.match(entry, '^(%d+) (.*)$')
  local seat, opened = string.match(rest, '^(.*) @(%d+)$')
  return tonumber(until_), seat or rest, tonumber(opened or 0)
end
local function sit(key, who, seat, ttl, opened)
  redis.call('HSET', key, who, string.format('%.0f %s @%.0f', now() + ttl, seat, opened))
  redis.call('PEXPIRE', key, ttl)
end
local function linkOf(seat)
  return string.match(seat, '^[^ ]+ %d+ ([^ ]+):(%d+)$')
end
-- What was opened in the future was so before this clock was set back.
local function isBefore(seat, opened, other, since, together)
  local run, number = linkOf(seat)
  local itsRun, itsNumber = linkOf(other)
  if run and run == itsRun then return tonumber(number) < tonumber(itsNumber) end
  return opened + tonumber(together) < since and since <= now()
end
local function openedOf(age, opened)
  return tonumber(opened) or now() - tonumber(age)
end
local function supersede(seat)
  redis.call('PUBLISH', 'wuhao:server:' .. string.match(seat, '^[^ ]+'), cjson.encode({ superseded = seat }))
end`

/**
 * A reader takes its seat at an answer. KEYS: the seats. ARGV: who, the seat, how many there may be, milliseconds that it holds, milliseconds
 * since its link was opened, milliseconds within which links count as opened together, and when that was by Redis's clock, where that is
 * known. Who had it before is told, on the channel of its server. Gives `seated`, `full`, or `older` where who has it was opened after it.
 */
export const SEAT: Script = {
  name: 'seat',
  lua: `${SEAT_ENTRY}
local key, who, seat, ttl = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[4])
local opened = openedOf(ARGV[5], ARGV[7])
local older, since, others = nil, 0, 0
local all = redis.call('HGETALL', key)
for i = 1, #all, 2 do
  local until_, its, itsOpened = read(all[i + 1])
  if until_ < now() then redis.call('HDEL', key, all[i])
  elseif all[i] == who then older, since = its, itsOpened
  else others = others + 1 end
end
if not older and others >= tonumber(ARGV[3]) then return 'full' end
if older and isBefore(seat, opened, older, since, ARGV[6]) then return 'older' end
sit(key, who, seat, ttl, opened)
if older and older ~= seat then supersede(older) end
return 'seated'`,
}

/**
 * A reader still sits there. KEYS and ARGV as of {@link SEAT}. Gives `taken` where somebody else has its seat now, unless by a link that was
 * opened before: a Redis that was away may have heard of that one first.
 */
export const KEEP_SEAT: Script = {
  name: 'keep-seat',
  lua: `${SEAT_ENTRY}
local key, who, seat, ttl = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[4])
local opened = openedOf(ARGV[5], ARGV[7])
local found = redis.call('HGET', key, who)
if found then
  local _, its, since = read(found)
  if its ~= seat then
    if not isBefore(its, since, seat, opened, ARGV[6]) then return 'taken' end
    supersede(its)
  end
end
sit(key, who, seat, ttl, opened)
return 'seated'`,
}

/** A reader leaves. KEYS: the seats. ARGV: who, the seat. */
export const LEAVE_SEAT: Script = {
  name: 'leave-seat',
  lua: `${SEAT_ENTRY}
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found and select(2, read(found)) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 'left'`,
}

/** All of them, to be loaded at once. */
export const SCRIPTS: readonly Script[] = [APPEND, SEAT, KEEP_SEAT, LEAVE_SEAT]
