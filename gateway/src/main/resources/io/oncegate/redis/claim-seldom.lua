-- What claim.lua leaves; comes after it and record.lua.

local MAX_ATTEMPT = 65535
local KEY_ONLY = string.rep('\0', 16)
local NONE = '\0'

-- earlier: the number of earlier attempts that are remembered, and they
local function grant(attempt, earlier)
  local record = '\2I' .. struct.pack('>I2', attempt) .. string.sub(ARGV[1], 5) .. struct.pack('>I6I6', now, now + ARGV[3])
    .. string.sub(ARGV[2], 1, 8) .. earlier
  redis.call('SET', KEYS[1], record, 'PX', ARGV[4])
  return attempt
end

local function unknown(attempt, cause, earlier)
  if ARGV[5] == '1' then
    local granted = grant(math.min(attempt + 1, MAX_ATTEMPT), earlier)
    if cause == 'unreadable' then
      granted = granted + 65536
    end
    return granted
  end
  return cause
end

if type(record) == 'table' then
  if string.sub(record.err, 1, 9) == 'WRONGTYPE' then
    return unknown(1, 'unreadable', NONE)
  end
  return record
end
if record == '' and set then
  -- nothing is there, and nothing can be written
  return set
end
if #record < HEAD or not isKnown(record) then
  return unknown(1, 'unreadable', NONE)
end

local state = string.sub(record, 2, 2)
local attempt = struct.unpack('>I2', record, 3)
local owner = string.sub(record, 5, 12)
local fingerprint = string.sub(record, 13, 28)
local limit = struct.unpack('>I6', record, 35)

local length = historyEnd(record)
local readable = length and whole(record, state, length)
local long = #record == 4096
if long and (ARGV[6] or not readable) then
  -- of a record that is whole so far the rest is body
  record = redis.call('GET', KEYS[1])
  readable = length and whole(record, state, length)
end
if not readable then
  return unknown(attempt, 'unreadable', NONE)
end
local asked = string.sub(ARGV[1], 13)
if fingerprint ~= asked and fingerprint ~= KEY_ONLY and asked ~= KEY_ONLY then
  return 0
end

if state == 'I' or state == 'W' then
  if owner == string.sub(ARGV[1], 5, 12) then
    -- the driver repeated our own claim after a reconnect
    if now < limit then
      return attempt
    end
    return grant(attempt, string.sub(record, HEAD, length))
  end
  if now < limit then
    if state == 'I' then
      -- whoever settles says so to those who wait; where nothing can be written, they poll
      redis.pcall('SETRANGE', KEYS[1], '1', 'W')
    end
    return now - limit
  end
  return unknown(attempt, 'lease-lapsed', past(record, length))
end

if hasAnswer(state) then
  if now < limit then
    if ARGV[6] and ARGV[6] == redis.sha1hex(record) then
      return unknown(attempt, 'unreadable', string.sub(record, HEAD, length))
    end
    return long and string.sub(record, 1, 34) or record
  end
  -- the first to ask after retention drops headers and body; the rest of the time to live stays the tombstone's
  local location = struct.unpack('>I2', record, length + 3)
  record = '\2E' .. string.sub(record, 3, length + 4 + location)
  -- where nothing can be written (out of memory, a replica) it is expired all the same
  redis.pcall('SET', KEYS[1], record, 'KEEPTTL')
  return record
end

if state == 'E' or state == 'N' then
  return long and string.sub(record, 1, 34) or record
end
if state == 'R' then
  -- an operator said so, whatever the upstream does
  return grant(math.min(attempt + 1, MAX_ATTEMPT), past(record, length))
end
return unknown(attempt, 'no-answer', past(record, length))
