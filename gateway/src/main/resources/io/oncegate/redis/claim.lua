-- Asks for an entry: grants it, or brings back what stands in the way.
--
-- KEYS[1]  the entry
-- ARGV[1]  the claimant's token, 8 bytes
-- ARGV[2]  the request's fingerprint, 16 bytes
-- ARGV[3]  the lease, milliseconds
-- ARGV[4]  how long an entry in flight is kept, milliseconds
-- ARGV[5]  '1' where the upstream deduplicates, so that an unknown outcome may run again
-- ARGV[6]  the claimant's gateway, 4 bytes
-- ARGV[7]  the SHA-1 of a sealed record that the claimant could not open; empty or left out when it first asks
--
-- Answers {word, ...}: granted attempt and 'unreadable' if it is over an unreadable record | replay record | busy milliseconds | mismatch | unknown cause
--                      | expired record | not-kept record
-- Comes after record.lua. The rules are those of EntryRules.claim; the layout is docs/record-layout.md.

local MAX_ATTEMPT = 65535
local KEY_ONLY = string.rep('\0', 16)

local NONE = '\0'

local now = redisMillis()

-- earlier: the number of earlier attempts that are remembered, and they
local function grant(attempt, earlier, condition)
  local record = '\1I' .. struct.pack('>I2', attempt) .. ARGV[1] .. ARGV[2] .. struct.pack('>I6I6', now, now + ARGV[3])
    .. ARGV[6] .. '\0\0\0\0' .. earlier
  if condition then
    redis.call('SET', KEYS[1], record, condition, 'PX', ARGV[4])
  else
    redis.call('SET', KEYS[1], record, 'PX', ARGV[4])
  end
  return {'granted', attempt}
end

local function unknown(attempt, cause, earlier)
  if ARGV[5] == '1' then
    local granted = grant(math.min(attempt + 1, MAX_ATTEMPT), earlier)
    if cause == 'unreadable' then
      granted[3] = cause
    end
    return granted
  end
  return {'unknown', cause}
end

local record = redis.pcall('GET', KEYS[1])
if not record then
  return grant(1, NONE, 'NX')
end
if type(record) == 'table' then
  if string.sub(record.err, 1, 9) == 'WRONGTYPE' then
    return unknown(1, 'unreadable', NONE)
  end
  return record
end
if #record < HEAD or string.byte(record, 1) ~= 1 then
  return unknown(1, 'unreadable', NONE)
end

local state = string.sub(record, 2, 2)
local attempt = struct.unpack('>I2', record, 3)
local owner = string.sub(record, 5, 12)
local fingerprint = string.sub(record, 13, 28)
local limit = struct.unpack('>I6', record, 35)

local length = historyEnd(record)
if not length or not whole(record, state, length) then
  return unknown(attempt, 'unreadable', NONE)
end
if fingerprint ~= ARGV[2] and fingerprint ~= KEY_ONLY and ARGV[2] ~= KEY_ONLY then
  return {'mismatch'}
end

if state == 'I' or state == 'W' then
  if owner == ARGV[1] then
    -- the driver repeated our own claim after a reconnect
    if now < limit then
      return {'granted', attempt}
    end
    return grant(attempt, string.sub(record, HEAD, length))
  end
  if now < limit then
    if state == 'I' then
      -- whoever settles says so to those who wait; where nothing can be written, they poll
      redis.pcall('SETRANGE', KEYS[1], 1, 'W')
    end
    return {'busy', limit - now}
  end
  return unknown(attempt, 'lease-lapsed', past(record, length))
end

if hasAnswer(state) then
  if now < limit then
    if state == 'S' and ARGV[7] and ARGV[7] ~= '' and ARGV[7] == redis.sha1hex(record) then
      return unknown(attempt, 'unreadable', string.sub(record, HEAD, length))
    end
    return {'replay', record}
  end
  -- the first to ask after retention drops headers and body; the rest of the time to live stays the tombstone's
  local location = struct.unpack('>I2', record, length + 3)
  record = '\1E' .. string.sub(record, 3, length + 4 + location)
  -- where nothing can be written (out of memory, a replica) it is expired all the same
  redis.pcall('SET', KEYS[1], record, 'KEEPTTL')
  return {'expired', record}
end

if state == 'E' then
  return {'expired', record}
end
if state == 'N' then
  return {'not-kept', record}
end
if state == 'R' then
  -- an operator said so, whatever the upstream does
  return grant(math.min(attempt + 1, MAX_ATTEMPT), past(record, length))
end
return unknown(attempt, 'no-answer', past(record, length))
