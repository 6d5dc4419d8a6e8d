package io.oncegate.feedback;

import java.time.Instant;
import java.util.UUID;

/**
 * Something a customer told us.
 *
 * @param feedbackId its name
 * @param userId who said it
 * @param text what they said, 1 to {@value #MAX_LENGTH} characters
 * @param createdAt when, in whole microseconds
 */
public record Feedback(UUID feedbackId, String userId, String text, Instant createdAt) {

    /** The longest text, in characters as a person counts them (code points). */
    public static final int MAX_LENGTH = 2000;

    /** Whether {@code text} can be kept: not blank, not too long, and text (no NUL, no half of a surrogate pair). */
    public static boolean isText(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_LENGTH
                && text.codePoints()
                        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
