package io.oncegate.ops;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operator is answered.
 *
 * @param status HTTP's
 * @param body in JSON
 */
record DeskReply(int status, Map<String, Object> body) {

    static DeskReply ok(Map<String, Object> body) {
        return new DeskReply(200, body);
    }

    /** A problem (RFC 9457). */
    static DeskReply problem(int status, String code, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        return new DeskReply(status, body);
    }

    static DeskReply gone() {
        return problem(404, "no-entry", "There is no such entry.");
    }

    static DeskReply turnedAway(Operator operator) {
        return operator.name().isEmpty()
                ? problem(401, "credentials-missing", "Say who you are.")
                : problem(403, "role-missing", "Your role does not allow that.");
    }

    boolean isProblem() {
        return status >= 400;
    }
}
