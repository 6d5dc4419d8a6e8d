-- Ends a claim with a long record that is in Redis already, beside the entry: it takes the entry's place as it is. Through a script
-- it would be copied twice, which costs Redis more than all the rest.
--
-- KEYS[1]  the entry
-- KEYS[2]  where the record is, with anything in its 21 bytes of times, gateway, duration and number of earlier attempts
-- ARGV[1]  the owner's token, 8 bytes
-- ARGV[2]  from now to the second time, milliseconds
-- ARGV[3]  how long the record is kept, milliseconds
-- ARGV[4]  the owner's gateway, 4 bytes
--
-- Answers 1 where it landed. In all that is not the usual, 3: the entry is as it was then, and it is for settle.lua to say.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- head and the longest history
local head = redis.pcall('GETRANGE', KEYS[1], '0', '184')
if type(head) == 'string' and #head == 49 then
  local version, state, owner, since, took, earlier = struct.unpack('>Bcxxc8xxxxxxxxxxxxxxxxI6xxxxxxxxxxI4B', head)
  if (version == 2 or version == 1) and (state == 'I' or state == 'W') and owner == ARGV[1] and took == 0 and earlier == 0
    and since <= now then
    took = now - since
    -- the record was written by one command, so it is there whole or not at all: it may be gone again, or never have come
    if took < 4294967295 and redis.call('STRLEN', KEYS[2]) > 49 then
      -- PEXPIRE first, which is never refused for want of memory; and the entry last, when there is nothing left that may fail
      redis.call('PEXPIRE', KEYS[2], ARGV[3])
      redis.call('SETRANGE', KEYS[2], '28', struct.pack('>I6I6c4I4B', now, now + ARGV[2], ARGV[4], took, 0))
      redis.call('RENAME', KEYS[2], KEYS[1])
      if state == 'W' then
        -- where nobody may publish, those who wait poll
        redis.pcall('PUBLISH', 'oncegate:v1:settled', KEYS[1])
      end
      return 1
    end
  end
end
redis.pcall('DEL', KEYS[2])
return 3
