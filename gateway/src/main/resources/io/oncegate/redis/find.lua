-- Shows an entry.
--
-- KEYS[1]  the entry
--
-- Answers its sight, with all of its bytes where it can be read; an empty list where there is none.
-- Comes after record.lua and sight.lua.

local value = redis.pcall('GET', KEYS[1])
if not value then
  return {}
end
if isOfAnotherType(value) then
  return sightOfType()
end
if type(value) == 'table' then
  return value
end
if readable(value) then
  return sight(value, #value)
end
return sight(value, 0)
