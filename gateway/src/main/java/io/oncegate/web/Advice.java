package io.oncegate.web;

/** What a client should do about each of the gateway's own answers; a problem without advice does not compile. */
final class Advice {

    /** Of gateways that check credentials themselves, as the runnable one does. */
    static final String CREDENTIALS_INVALID = "credentials-invalid";

    private static final String SAME_AGAIN = "Send the same request again with the same key";

    private Advice() {}

    static String on(Problem problem) {
        return switch (problem) {
            case KEY_MISSING ->
                "Make a key for each operation, before you send it for the first time; keep it until you have"
                        + " the answer, and send it with every retry.";
            case KEY_INVALID ->
                "Send exactly one key of 1 to 255 printable ASCII characters; a random UUID is a good one."
                        + " Nothing was executed.";
            case CALLER_UNKNOWN -> "Authenticate, then send the request again. Nothing was executed.";
            case REQUEST_TOO_LARGE -> "Send less, or ask whoever runs this gateway. Nothing was executed.";
            case KEY_REUSED ->
                "This is another request than the first one with this key. A new operation needs a new key; a retry"
                        + " must not change method, address, media type or body.";
            case REQUEST_IN_PROGRESS ->
                SAME_AGAIN + " after the time in Retry-After: you get the first request's answer.";
            case OUTCOME_UNKNOWN ->
                "Nobody can tell whether the operation took effect, and it is not executed again. Look at the service"
                        + " whether it did, or ask whoever runs it, before you send the operation under a new key.";
            case RESULT_EXPIRED ->
                "The operation was executed, and its answer is no longer kept. Look up what it made, at Location"
                        + " where there is one. Do not send it under a new key.";
            case RESULT_NOT_KEPT ->
                "The operation was executed, and its answer was too large to keep. Look up what it made, at Location"
                        + " where there is one. Do not send it under a new key.";
            case CALLER_LIMIT ->
                SAME_AGAIN + " after the time in Retry-After, which is when the oldest of your keys no longer count."
                        + " Nothing was executed. Retries of what was executed are answered all the same.";
            case GATEWAY_BUSY, STORE_UNAVAILABLE ->
                SAME_AGAIN + " after the time in Retry-After. This attempt was not executed.";
            case UPSTREAM_UNAVAILABLE ->
                SAME_AGAIN + " after the time in Retry-After. The service was not sent this attempt.";
            case UPSTREAM_TIMEOUT, UPSTREAM_BROKEN ->
                "The operation may have taken effect. Where the answer says \"retryable\": true, send the same request"
                        + " again with the same key, and you learn how it ended; otherwise find out before you do"
                        + " anything else. Never send it under a new key instead.";
        };
    }
}
