package io.oncegate.core;

/**
 * Within what a key is unique (contract 7). Two callers with the same key never see each other.
 *
 * @param namespace the route's namespace
 * @param caller a stable identity that the client cannot choose freely
 */
public record Scope(String namespace, String caller) {

    /**
     * @throws IllegalArgumentException if a part is blank: a blank caller would be everybody's
     */
    public Scope {
        if (namespace.isBlank() || caller.isBlank()) {
            throw new IllegalArgumentException("a scope needs a namespace and a caller");
        }
    }
}
