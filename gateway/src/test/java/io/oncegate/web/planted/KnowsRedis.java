package io.oncegate.web.planted;

import io.oncegate.redis.RedisConnection;

/** Must never be written in the main code. */
public interface KnowsRedis {
    void with(RedisConnection connection);
}
