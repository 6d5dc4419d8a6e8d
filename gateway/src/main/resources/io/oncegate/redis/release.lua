-- Ends a claim under which certainly nothing was executed: forgets the key.
--
-- KEYS[1]  the entry
-- ARGV[1]  the owner's token, 8 bytes
--
-- Answers 1 where it landed or there was no entry, 0 where the entry is somebody else's by now or cannot be read.

local head = redis.pcall('GETRANGE', KEYS[1], '0', '11')
if type(head) == 'table' then
  if string.sub(head.err, 1, 9) == 'WRONGTYPE' then
    return 0
  end
  return head
end
if head == '' then
  return 1
end
if not string.find(head, '^[\1\2]') or string.sub(head, 5, 12) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
if string.sub(head, 2, 2) == 'W' then
  -- where nobody may publish, those who wait poll
  redis.pcall('PUBLISH', 'oncegate:v1:settled', KEYS[1])
end
return 1
