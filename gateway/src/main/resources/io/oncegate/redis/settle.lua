-- Ends a claim with a record that stays: a kept answer, a tombstone, or an unknown outcome.
--
-- KEYS[1]  the entry
-- ARGV[1]  the owner's token, 8 bytes
-- ARGV[2]  the record up to its times, 28 bytes
-- ARGV[3]  the record after its times
-- ARGV[4]  from now to the second time, milliseconds
-- ARGV[5]  how long the record is kept, milliseconds
--
-- Answers 1 where it landed, 0 where the entry is somebody else's by now or cannot be read.
-- No entry at all means that Redis lost it: nobody is overwritten, and the answer protects the retries to come.

local head = redis.pcall('GETRANGE', KEYS[1], 0, 11)
if type(head) == 'table' then
  if string.sub(head.err, 1, 9) == 'WRONGTYPE' then
    return 0
  end
  return head
end
if head ~= '' and (string.byte(head, 1) ~= 1 or string.sub(head, 5, 12) ~= ARGV[1]) then
  return 0
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], ARGV[2] .. struct.pack('>I6I6', now, now + ARGV[4]) .. ARGV[3], 'PX', ARGV[5])
return 1
