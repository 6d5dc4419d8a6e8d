package io.oncegate.ops.planted;

import io.oncegate.memory.InMemoryIdempotencyStore;

/** Must never be written in the main code. */
public interface KnowsStore {
    void with(InMemoryIdempotencyStore store);
}
