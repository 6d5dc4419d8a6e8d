package io.oncegate.memory.planted;

import io.lettuce.core.RedisURI;

/** Must never be written in the main code. */
public interface KnowsLettuce {
    void with(RedisURI uri);
}
