package io.oncegate.core;

/**
 * The identity of an entry: (namespace, caller, key), contract 7.
 *
 * @param scope within what the key is unique
 * @param key the client's key
 */
public record EntryId(Scope scope, IdempotencyKey key) {}
