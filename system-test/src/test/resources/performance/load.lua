-- What wrk sends: one request that differs in its key only.
--
-- Arguments: what comes before the key, what comes after it, where keys begin, how they go on, and a number for that:
--   fresh     each key once
--   answered  the first n keys, over and over
--   shared    each key n times in a row, so that n - 1 requests come while the first is under way
local head, tail, start, course, number
local sent = 0

function init(arguments)
  head, tail, start, course, number =
    arguments[1], arguments[2], arguments[3], arguments[4], tonumber(arguments[5])
end

function request()
  local place = sent
  if course == 'answered' then
    place = sent % number
  elseif course == 'shared' then
    place = math.floor(sent / number)
  end
  sent = sent + 1
  return head .. string.format('%s%012d', start, place) .. tail
end

-- latencies are in microseconds
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('RESULT %d %d %d %d %d %d\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
