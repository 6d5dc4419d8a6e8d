-- What an operator is shown of a key; comes after record.lua, and before the scripts that operators run.
--
-- A sight is {now, time to live, size, what, version, bytes}; what is 'record', 'damaged' or a type of Redis's.

local SUMMARY = HEAD + MOST_EARLIER * ATTEMPT + 4

local now = redisMillis()

local function hex(bytes)
  return (string.gsub(bytes, '.', function(byte)
    return string.format('%02x', string.byte(byte))
  end))
end

-- Another owner, state or time is another version; SeenVersion comes to the same.
local function versionOf(value)
  if #value >= HEAD and isKnown(value) then
    local state = string.sub(value, 2, 2)
    if state == 'W' then
      state = 'I'
    end
    return hex(state .. string.sub(value, 5, 12) .. string.sub(value, 29, 34))
  end
  return 'x' .. #value .. redis.sha1hex(string.sub(value, 1, HEAD))
end

-- The state of a record that can be read, how long head and history are, and whether there is what only a gateway can look into.
local function readable(value)
  local length = historyEnd(value)
  local state = string.sub(value, 2, 2)
  if length then
    local isWhole, closed = whole(value, state, length)
    if isWhole then
      return state, length, closed
    end
  end
  return nil, length
end

local function sight(value, most)
  local what = 'damaged'
  if readable(value) then
    what = 'record'
  end
  return {now, redis.call('PTTL', KEYS[1]), #value, what, versionOf(value), string.sub(value, 1, most)}
end

local function sightOfType()
  local kind = redis.call('TYPE', KEYS[1]).ok
  return {now, redis.call('PTTL', KEYS[1]), redis.call('MEMORY', 'USAGE', KEYS[1]), kind, 'x' .. kind, ''}
end

local function isOfAnotherType(value)
  return type(value) == 'table' and string.sub(value.err, 1, 9) == 'WRONGTYPE'
end

