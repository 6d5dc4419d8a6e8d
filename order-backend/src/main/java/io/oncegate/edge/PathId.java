package io.oncegate.edge;

import java.util.Optional;
import java.util.UUID;

/** Reads ids out of paths and parameters. */
public final class PathId {

    private PathId() {}

    /** The id, if {@code text} is one in the form in which ids are given out; other spellings name nothing. */
    public static Optional<UUID> read(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
