-- Ends a claim with a record that stays: a kept answer, a tombstone, or an unknown outcome.
--
-- KEYS[1]  the entry
-- ARGV[1]  the owner's token, 8 bytes
-- ARGV[2]  the record up to its times, 28 bytes; a long one as a whole, with anything in the 21 bytes of times, gateway, duration and
--          number of earlier attempts
-- ARGV[3]  the record after its history; empty where ARGV[2] is the whole
-- ARGV[4]  from now to the second time, milliseconds
-- ARGV[5]  how long the record is kept, milliseconds
-- ARGV[6]  the owner's gateway, 4 bytes
--
-- Answers 1 where it landed, 2 where Redis had no memory for a kept answer, so that only its fact landed (as not kept),
-- 0 where the entry is somebody else's by now or cannot be read.
-- No entry at all means that Redis lost it: nobody is overwritten, and the answer protects the retries to come.
--
-- As in claim.lua, what is usual comes first: a first attempt in flight that nobody else waits for is the owner's.
-- Then record.lua and settle-seldom.lua follow, which are right without it.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- head and the longest history
local head = redis.pcall('GETRANGE', KEYS[1], '0', '184')
if type(head) == 'string' and #head == 49 then
  local version, state, owner, since, took, earlier = struct.unpack('>Bcxxc8xxxxxxxxxxxxxxxxI6xxxxxxxxxxI4B', head)
  if (version == 2 or version == 1) and state == 'I' and owner == ARGV[1] and took == 0 and earlier == 0 and since <= now then
    took = now - since
    if took < 4294967295 then
      local middle = struct.pack('>I6I6c4I4B', now, now + ARGV[4], ARGV[6], took, 0)
      -- each copy that a script makes of a long record costs as much as SET does
      local whole = ARGV[3] == ''
      local set = redis.pcall('SET', KEYS[1], whole and ARGV[2] or ARGV[2] .. middle .. ARGV[3], 'PX', ARGV[5])
      if set.ok then
        if whole then
          redis.call('SETRANGE', KEYS[1], '28', middle)
        end
        return 1
      end
    end
  end
end
