-- What settle.lua leaves; comes after it and record.lua.

if type(head) == 'table' then
  if string.sub(head.err, 1, 9) == 'WRONGTYPE' then
    return 0
  end
  return head
end
if head ~= '' and (not isKnown(head) or string.sub(head, 5, 12) ~= ARGV[1]) then
  return 0
end

local length = historyEnd(head)
-- how long the attempt took, and what came before it
local took, earlier = 0, '\0'
if length then
  took = math.min(math.max(now - started(head), 0), LONGEST)
  earlier = string.sub(head, HEAD, length)
end
local function middle(left)
  return struct.pack('>I6I6', now, now + left) .. ARGV[6] .. struct.pack('>I4', took) .. earlier
end

local function done(landed)
  if string.sub(head, 2, 2) == 'W' then
    -- where nobody may publish, those who wait poll
    redis.pcall('PUBLISH', 'oncegate:v1:settled', KEYS[1])
  end
  return landed
end

local start, left, tail, landed = ARGV[2], ARGV[4], ARGV[3], 1
if tail == '' then
  start, tail = string.sub(ARGV[2], 1, 28), string.sub(ARGV[2], 50)
end
if string.sub(start, 2, 2) == 'U' and string.sub(tail, 1, 1) == 'N' and #earlier > 1
  and string.find('HR', string.sub(earlier, -7, -7), 1, true) then
  -- an operator had let it run again, and this attempt was not executed: that stands
  start = string.sub(start, 1, 1) .. 'R' .. string.sub(start, 3)
  tail = 'R' .. string.sub(tail, 2)
end
if hasAnswer(string.sub(start, 2, 2)) then
  local set = redis.pcall('SET', KEYS[1], start .. middle(left) .. tail, 'PX', ARGV[5])
  if not set.err then
    return done(1)
  end
  if head == '' or not string.find(set.err, 'OOM', 1, true) then
    return set
  end
  start = string.sub(start, 1, 1) .. 'N' .. string.sub(start, 3)
  tail = string.sub(tail, 1, 4 + struct.unpack('>I2', tail, 3))
  left = 0
  landed = 2
end
if head ~= '' then
  -- without memory Redis refuses SET as a first write, and PEXPIRE never
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
end
redis.call('SET', KEYS[1], start .. middle(left) .. tail, 'PX', ARGV[5])
return done(landed)
