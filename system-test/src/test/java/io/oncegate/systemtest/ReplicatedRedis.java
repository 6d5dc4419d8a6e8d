package io.oncegate.systemtest;

import java.util.List;

/** Several Redis of which one may take another's place. */
interface ReplicatedRedis extends AutoCloseable {

    /** What a gateway has to be told to use it. */
    List<String> arguments();

    /** Kills a primary, and waits until a replica has taken its place. */
    void failOver();

    @Override
    void close();
}
