-- Changes an entry by hand.
--
-- KEYS[1]  the entry
-- ARGV[1]  the version that the operator saw; a 'u' before it where the answer does not open
-- ARGV[2]  what to do: release, delete, settle-not-executed, settle-done
-- ARGV[3]  the entry's next owner, 8 bytes
-- ARGV[4]  the gateway that the operator uses, 4 bytes
-- ARGV[5]  settle-done: the answer, as the tail of a record
-- ARGV[6]  settle-done: how long it is replayed, milliseconds
-- ARGV[7]  settle-done: how long it is kept, milliseconds
-- ARGV[8]  settle-done: the letter of the record
--
-- Answers {'changed', sight before, sight after or an empty list}, {'gone'}, {'changed-meanwhile', sight now}
--         or {'not-allowed', why}
-- Comes after record.lua and sight.lua. The rules are those of ChangeRules.

local NO_FINGERPRINT = string.rep('\0', 16)

local value = redis.pcall('GET', KEYS[1])
if not value then
  return {'gone'}
end
local before
if isOfAnotherType(value) then
  before = sightOfType()
  value = ''
elseif type(value) == 'table' then
  return value
else
  before = sight(value, SUMMARY)
end
local unopened = string.sub(ARGV[1], 1, 1) == 'u'
if before[5] ~= string.sub(ARGV[1], unopened and 2 or 1) then
  return {'changed-meanwhile', before}
end

local state, length, closed = readable(value)
if unopened and closed then
  -- to be treated as any other that cannot be read
  state = nil
end
if (state == 'I' or state == 'W') and now < struct.unpack('>I6', value, 35) then
  return {'not-allowed', 'in-flight'}
end
if (hasAnswer(state) or state == 'E' or state == 'N') and ARGV[2] ~= 'delete' then
  return {'not-allowed', 'already-done'}
end
if state == 'R' and ARGV[2] == 'release' then
  return {'not-allowed', 'already-released'}
end

-- The head of what is left: it is nobody's claim any more, and remembers what it was.
local function head(letter, untilThen)
  local attempt, fingerprint, earlier = '\0\1', NO_FINGERPRINT, '\0'
  if #value >= HEAD and isKnown(value) then
    attempt = string.sub(value, 3, 4)
    fingerprint = string.sub(value, 13, 28)
  end
  if state then
    earlier = past(value, length)
  elseif length then
    earlier = string.sub(value, HEAD, length)
  end
  return '\2' .. letter .. attempt .. ARGV[3] .. fingerprint .. struct.pack('>I6I6', now, untilThen)
    .. ARGV[4] .. NOBODY .. earlier
end

local after
if ARGV[2] == 'release' then
  after = head('R', now) .. 'H\0\0'
  redis.call('SET', KEYS[1], after, 'KEEPTTL')
elseif ARGV[2] == 'settle-done' then
  after = head(ARGV[8], now + ARGV[6]) .. ARGV[5]
  redis.call('SET', KEYS[1], after, 'PX', ARGV[7])
else
  redis.call('DEL', KEYS[1])
end
-- where nobody may publish, those who wait poll
redis.pcall('PUBLISH', 'oncegate:v1:settled', KEYS[1])
if after then
  return {'changed', before, sight(after, SUMMARY)}
end
return {'changed', before, {}}
