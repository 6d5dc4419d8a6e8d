-- Asks for an entry: grants it, or brings back what stands in the way.
--
-- KEYS[1]  the entry
-- ARGV[1]  the claimant's token, 8 bytes
-- ARGV[2]  the request's fingerprint, 16 bytes
-- ARGV[3]  the lease, milliseconds
-- ARGV[4]  how long an entry in flight is kept, milliseconds
-- ARGV[5]  '1' where the upstream deduplicates, so that an unknown outcome may run again
--
-- Answers {word, ...}: granted attempt | replay record | busy milliseconds | mismatch | unknown cause
--                      | expired record | not-kept record
-- The rules are those of EntryRules.claim; the layout is docs/record-layout.md.

local MAX_ATTEMPT = 65535
local KEY_ONLY = string.rep('\0', 16)

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function grant(attempt, condition)
  local record = '\1I' .. struct.pack('>I2', attempt) .. ARGV[1] .. ARGV[2] .. struct.pack('>I6I6', now, now + ARGV[3])
  if condition then
    redis.call('SET', KEYS[1], record, condition, 'PX', ARGV[4])
  else
    redis.call('SET', KEYS[1], record, 'PX', ARGV[4])
  end
  return {'granted', attempt}
end

local function unknown(attempt, cause)
  if ARGV[5] == '1' then
    return grant(math.min(attempt + 1, MAX_ATTEMPT))
  end
  return {'unknown', cause}
end

-- Whether everything that has a length is there: of a record that was cut short, nothing is to be trusted.
-- RecordCodec.decode comes to the same.
local function whole(record, state)
  if #record < 44 then
    return false
  end
  local status, location = struct.unpack('>I2I2', record, 41)
  local at = 45 + location
  if status < 100 or status > 999 or #record < at - 1 then
    return false
  end
  if state == 'K' then
    if #record < at then
      return false
    end
    local headers = string.byte(record, at)
    at = at + 1
    for _ = 1, headers do
      if #record < at then
        return false
      end
      at = at + 1 + string.byte(record, at)
      if #record < at + 1 then
        return false
      end
      at = at + 2 + struct.unpack('>I2', record, at)
    end
  end
  return #record >= at - 1
end

local record = redis.pcall('GET', KEYS[1])
if not record then
  return grant(1, 'NX')
end
if type(record) == 'table' then
  if string.sub(record.err, 1, 9) == 'WRONGTYPE' then
    return unknown(1, 'unreadable')
  end
  return record
end
if #record < 40 or string.byte(record, 1) ~= 1 then
  return unknown(1, 'unreadable')
end

local state = string.sub(record, 2, 2)
local attempt = struct.unpack('>I2', record, 3)
local owner = string.sub(record, 5, 12)
local fingerprint = string.sub(record, 13, 28)
local limit = struct.unpack('>I6', record, 35)

if state ~= 'I' and state ~= 'W' and state ~= 'K' and state ~= 'U' and state ~= 'E' and state ~= 'N' then
  return unknown(attempt, 'unreadable')
end
if (state == 'K' or state == 'E' or state == 'N') and not whole(record, state) then
  return unknown(attempt, 'unreadable')
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
    return grant(attempt)
  end
  if now < limit then
    if state == 'I' then
      -- whoever settles says so to those who wait; where nothing can be written, they poll
      redis.pcall('SETRANGE', KEYS[1], 1, 'W')
    end
    return {'busy', limit - now}
  end
  return unknown(attempt, 'lease-lapsed')
end

if state == 'K' then
  if now < limit then
    return {'replay', record}
  end
  -- the first to ask after retention drops headers and body; the rest of the time to live stays the tombstone's
  local location = struct.unpack('>I2', record, 43)
  record = '\1E' .. string.sub(record, 3, 44 + location)
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
return unknown(attempt, 'no-answer')
