-- What scripts know of a record's head and history; it goes before those that need it. The layout is docs/record-layout.md.

local HEAD = 49
local ATTEMPT = 17
local MOST_EARLIER = 8
local ENDING = 3
local HOW = 'UNRLH'
local NOBODY = string.rep('\255', 4)
local LONGEST = 4294967294

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
  if #record < HEAD or string.byte(record, 1) ~= 1 then
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

-- Whether all that has a length is there behind the history: of a record cut short, nothing is to be trusted.
-- RecordCodec.decode comes to the same.
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
    -- what is sealed only a gateway can open
    return #record >= at
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

