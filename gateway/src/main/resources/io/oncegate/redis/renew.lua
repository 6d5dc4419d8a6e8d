-- Extends the lease of a claim in flight: only its owner's, only while it is in flight.
--
-- KEYS[1]  the entry
-- ARGV[1]  the owner's token, 8 bytes
-- ARGV[2]  the lease, milliseconds
-- ARGV[3]  how long an entry in flight is kept, milliseconds
--
-- Answers 1 where it landed, 0 where the claim is lost or its record cut short.

local head = redis.pcall('GETRANGE', KEYS[1], '0', '48')
if type(head) == 'table' then
  if string.sub(head.err, 1, 9) == 'WRONGTYPE' then
    return 0
  end
  return head
end
if #head < 49 or not string.find(head, '^[\1\2][IW]') or string.sub(head, 5, 12) ~= ARGV[1] then
  return 0
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- in this order: without memory Redis refuses SETRANGE as a first write, and PEXPIRE never
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SETRANGE', KEYS[1], '34', struct.pack('>I6', now + ARGV[2]))
return 1
