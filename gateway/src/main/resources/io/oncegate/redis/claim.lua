-- Asks for an entry: grants it, or brings back what stands in the way.
--
-- KEYS[1]  the entry
-- ARGV[1]  the record of a first claim up to its times, 28 bytes: with the claimant's token and the request's fingerprint
-- ARGV[2]  the rest of it after its times, 9 bytes: with the claimant's gateway
-- ARGV[3]  the lease, milliseconds
-- ARGV[4]  how long an entry in flight is kept, milliseconds
-- ARGV[5]  '1' where the upstream deduplicates, so that an unknown outcome may run again
-- ARGV[6]  the SHA-1 of a record that the claimant could not read; left out when it first asks
--
-- Answers a number
--   above 0      granted, as that attempt; 65536 more where it is over an unreadable record
--   0            a mismatch
--   below 0      busy, for as many milliseconds
-- or bytes
--   a record     to be replayed, expired or not kept, as its state says
--   34 of them   how the record begins that is to be replayed; it is too long for a script, and to be fetched
--   a word       unknown, and why
-- The layout is docs/record-layout.md, the rules are those of EntryRules.claim.
--
-- Redis runs all of this again for each call, definitions too. So what is usual comes first, with no function and no constant
-- of its own; then record.lua and claim-seldom.lua follow, which are right without this file's shortcuts.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- first, since most keys are new; where nothing can be written, what is there is answered from all the same
local set = redis.pcall('SET', KEYS[1], ARGV[1] .. struct.pack('>I6I6', now, now + ARGV[3]) .. ARGV[2], 'NX', 'PX', ARGV[4])
if set and set.ok then
  return 1
end

-- what is longer costs a script many times what GET costs
local record = redis.pcall('GETRANGE', KEYS[1], '0', '4095')
if type(record) == 'string' and #record >= 49 and not ARGV[6] then
  local version, state, fingerprint, limit, earlier = struct.unpack('>Bcxxxxxxxxxxc16xxxxxxI6xxxxxxxxB', record)
  if (version == 2 or version == 1) and earlier == 0 and now < limit and fingerprint == string.sub(ARGV[1], 13) then
    if state == 'K' or state == 'S' then
      -- whether the rest can be read is the gateway's to find out: if not, it asks again with ARGV[6]
      if #record < 4096 then
        return record
      end
      return string.sub(record, 1, 34)
    end
    if state == 'W' and string.sub(record, 5, 12) ~= string.sub(ARGV[1], 5, 12) then
      return now - limit
    end
  end
end
