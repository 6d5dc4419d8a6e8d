package io.oncegate.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node of a cluster answers that has not got a key's slot.
 *
 * @param host where the slot is
 * @param port where the slot is
 * @param asking whether it is still on its way there: the node takes the command only after {@code ASKING}
 */
record Redirect(String host, int port, boolean asking) {

    private static final Pattern ANSWER = Pattern.compile("(MOVED|ASK) \\d+ (\\S*):(\\d{1,5})");

    /** Empty where the failure is another. */
    static Optional<Redirect> of(Throwable failure) {
        Throwable cause = Repetition.cause(failure);
        if (!(cause instanceof RedisCommandExecutionException) || cause.getMessage() == null) {
            return Optional.empty();
        }
        Matcher answer = ANSWER.matcher(cause.getMessage());
        return answer.matches()
                ? Optional.of(new Redirect(
                        answer.group(2),
                        Integer.parseInt(answer.group(3)),
                        answer.group(1).equals("ASK")))
                : Optional.empty();
    }
}
