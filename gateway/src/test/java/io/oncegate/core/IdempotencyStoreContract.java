package io.oncegate.core;

/**
 * What every store has to pass. A test class that implements it brings a store, empty before each test, and its time.
 *
 * <p>Times are tested with seconds to spare, so that a store with a clock of its own needs no sleeps.
 */
public interface IdempotencyStoreContract extends ClaimContract, AnswerContract, RecallContract, OwnershipContract {}
