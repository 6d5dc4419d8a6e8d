package io.oncegate.app.planted;

import io.oncegate.core.IdempotencyKey;

/** Must never be written in the main code. */
public interface KnowsCore {
    void with(IdempotencyKey key);
}
