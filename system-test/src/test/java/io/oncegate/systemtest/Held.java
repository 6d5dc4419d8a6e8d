package io.oncegate.systemtest;

/** What is held up at a step. Each of the two may be called again, and after the other. */
interface Held {

    /** Nothing is. */
    Held NOTHING = () -> {};

    /** Lets it go on. */
    void release();

    /** Lets it be lost, where it can be. */
    default void cut() {
        release();
    }
}
