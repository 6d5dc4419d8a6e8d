-- What scripts know of a record's head and history; it goes before those that need it. The layout is docs/record-layout.md.

local HEAD = 49
local ATTEMPT = 17
local MOST_EARLIER = 8
local ENDING = 3
local HOW = 'UNRLH'
local NOBODY = string.rep('\255', 4)
local LONGEST = 4294967294
-- of headers: how many names have a code, and how many names with their values
local NAMES = 19
local LINES = 40

-- Whether a record is of a version that can be read. In version 1 headers have no codes; the rest is the same.
local function isKnown(record)
  local version = string.byte(record, 1)
  return version == 2 or version == 1
end

-- Whether there is an answer to replay, sealed or not.
local function hasAnswer(state)
  return state == 'K' or state == 'S'
end

local function redisMillis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whether the letter of how an attempt ended is one.
local function isHow(record, at)
  return string.find(HOW, string.sub(record, at, at), 1, true)
end

-- How long head and history are; nothing where they are cut short or damaged, or of another version.
local function historyEnd(record)
  if #record < HEAD or not isKnown(record) then
    return nil
  end
  local earlier = string.byte(record, HEAD)
  local length = HEAD + earlier * ATTEMPT
  if earlier > MOST_EARLIER or #record < length then
    return nil
  end
  for at = HEAD + 11, length, ATTEMPT do
    if not isHow(record, at) then
      return nil
    end
  end
  return length
end

-- Where a header ends that is spelled out; nothing where its lengths are missing. Its text may be.
local function spelledOutEnd(record, at)
  local name = string.byte(record, at)
  if not name or #record < at + name + 2 then
    return nil
  end
  return at + 3 + name + struct.unpack('>I2', record, at + 1 + name)
end

-- Where a header ends that begins with a code; nothing where the code is none or lengths are missing. And whether it is no header,
-- but says how the body is compressed, which only the last may be.
local function headerEnd(record, at, isLast)
  local code = string.byte(record, at)
  if not code or code == 0 then
    return code and spelledOutEnd(record, at + 1)
  end
  if code == 255 and isLast then
    return at + 9, true
  end
  if code >= 128 then
    return code < 128 + LINES and at + 1 or nil
  end
  if code == 64 and isLast then
    return at + 5, true
  end
  if code % 64 == 0 or code % 64 > NAMES then
    return nil
  end
  if code < 64 then
    local length = string.byte(record, at + 1)
    return length and at + 2 + length
  end
  return #record >= at + 2 and at + 3 + struct.unpack('>I2', record, at + 1) or nil
end

-- Whether all that has a length is there behind the history: of a record cut short, nothing is to be trusted.
-- RecordCodec.decode comes to the same, but for what only a gateway can look into: what is sealed, and a compressed body, for
-- which a second value is true.
local function whole(record, state, start)
  if state == 'I' or state == 'W' then
    return true
  end
  if state == 'U' or state == 'R' then
    return #record >= start + ENDING and isHow(record, start + 1)
  end
  if not string.find('KSEN', state, 1, true) or #record < start + 4 then
    return false
  end
  local status, location = struct.unpack('>I2I2', record, start + 1)
  local at = start + 5 + location
  if status < 100 or status > 999 or #record < at - 1 then
    return false
  end
  if state == 'S' then
    return #record >= at, true
  end
  local closed
  if state == 'K' then
    if #record < at then
      return false
    end
    local headers = string.byte(record, at)
    local ending = string.byte(record, 1) == 1 and spelledOutEnd or headerEnd
    at = at + 1
    for left = headers, 1, -1 do
      at, closed = ending(record, at, left == 1)
      if not at then
        return false
      end
    end
  end
  return #record >= at - 1, closed
end

-- When the latest attempt of a record was granted, or the record changed by hand.
local function started(record)
  local since = struct.unpack('>I6', record, 29)
  local took = string.sub(record, 45, 48)
  if took == NOBODY then
    return since
  end
  return math.max(since - struct.unpack('>I4', took), 0)
end

-- The history of what follows a record that nobody is at any more: the second oldest makes room for its latest.
local function past(record, length)
  local latest
  local state = string.sub(record, 2, 2)
  if state == 'I' or state == 'W' then
    latest = string.sub(record, 29, 34) .. NOBODY .. 'L\0\0'
  else
    latest = struct.pack('>I6', started(record))
      .. string.sub(record, 45, 48) .. string.sub(record, length + 1, length + ENDING)
  end
  local earlier = string.sub(record, HEAD + 1, length)
  if #earlier == MOST_EARLIER * ATTEMPT then
    earlier = string.sub(earlier, 1, ATTEMPT) .. string.sub(earlier, 2 * ATTEMPT + 1)
  end
  earlier = earlier .. latest .. string.sub(record, 41, 44)
  return string.char(#earlier / ATTEMPT) .. earlier
end

