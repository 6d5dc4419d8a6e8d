package io.oncegate.redis;

import java.util.Optional;

/** Keeps headers and bodies of answers from whoever reads Redis and does not have the key. */
public interface AnswerSeal {

    /** Seals nothing and opens nothing. */
    static AnswerSeal plain() {
        return new AnswerSeal() {
            @Override
            public boolean seals() {
                return false;
            }

            @Override
            public Optional<byte[]> seal(byte[] place, byte[] content) {
                return Optional.empty();
            }

            @Override
            public Optional<byte[]> open(byte[] place, byte[] sealed) {
                return Optional.empty();
            }
        };
    }

    /** Whether it seals anything: where not, nothing is put together to be sealed. */
    default boolean seals() {
        return true;
    }

    /**
     * Seals.
     *
     * @param place where the content belongs; it does not open in another one
     * @return what goes to Redis; empty where the content is to go there as it is
     */
    Optional<byte[]> seal(byte[] place, byte[] content);

    /** What was sealed for this place; empty where it does not open, for whatever reason. */
    Optional<byte[]> open(byte[] place, byte[] sealed);
}
