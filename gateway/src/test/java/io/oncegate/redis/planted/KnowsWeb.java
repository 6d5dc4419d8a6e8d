package io.oncegate.redis.planted;

import io.oncegate.web.CallerResolver;

/** Must never be written in the main code. */
public interface KnowsWeb {
    void with(CallerResolver resolver);
}
