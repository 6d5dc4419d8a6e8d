-- Counts what a caller has, by steps of time: one field for keys (k) and one for bytes (b) of each step.
--
-- KEYS[1]  the caller's usage in a namespace
-- ARGV[1]  how long a step is, milliseconds
-- ARGV[2]  how many steps count besides the present one
-- ARGV[3]  how many keys more
-- ARGV[4]  how many bytes more
-- ARGV[5]  the most keys; where it is empty, nothing is refused
-- ARGV[6]  the most bytes
--
-- Answers 0 where it was counted, else the milliseconds until there is room. Comes after record.lua.

local width, steps = tonumber(ARGV[1]), tonumber(ARGV[2])
local now = redisMillis()
local step = math.floor(now / width)

local keys, bytes = 0, 0
local perStep, past = {}, {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local kind, at = string.sub(all[i], 1, 1), tonumber(string.sub(all[i], 2))
  if at < step - steps or at > step then
    -- over, or of a window of another length
    past[#past + 1] = all[i]
  else
    local count = tonumber(all[i + 1])
    perStep[at] = perStep[at] or {k = 0, b = 0}
    perStep[at][kind] = count
    if kind == 'k' then
      keys = keys + count
    else
      bytes = bytes + count
    end
  end
end

if ARGV[5] ~= '' then
  local mostKeys, mostBytes = tonumber(ARGV[5]), tonumber(ARGV[6])
  for at = step - steps, step do
    if keys < mostKeys and bytes < mostBytes then
      break
    end
    local there = perStep[at]
    if there then
      keys, bytes = keys - there.k, bytes - there.b
      if keys < mostKeys and bytes < mostBytes then
        return (at + steps + 1) * width - now
      end
    end
  end
end

if #past > 0 then
  redis.call('HDEL', KEYS[1], unpack(past))
end
if ARGV[3] ~= '0' then
  redis.call('HINCRBY', KEYS[1], 'k' .. step, ARGV[3])
end
if ARGV[4] ~= '0' then
  redis.call('HINCRBY', KEYS[1], 'b' .. step, ARGV[4])
end
redis.call('PEXPIRE', KEYS[1], (steps + 2) * width)
return 0
