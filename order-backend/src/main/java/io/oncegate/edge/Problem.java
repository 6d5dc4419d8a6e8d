package io.oncegate.edge;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;

/**
 * An error answer: RFC 9457 with the members {@code code} and {@code retryable} (contract 3).
 *
 * @param status the HTTP status
 * @param code what a program can rely on
 * @param detail what a person can read
 * @param retryable whether the same request with the same key is worth sending again
 * @param executed whether the request may have had its effect; if not, the answer says so to the gateway
 * @param members further members
 */
public record Problem(
        HttpStatusCode status,
        String code,
        String detail,
        boolean retryable,
        boolean executed,
        Map<String, Object> members) {

    /** Tells the gateway that the request had no effect, so that its key may be used again (contract 4). */
    public static final String DISPOSITION = "Idempotency-Disposition";

    /** The value of {@link #DISPOSITION} for a request that certainly had no effect. */
    public static final String NOT_EXECUTED = "not-executed";

    /** Copies the members. */
    public Problem {
        members = Map.copyOf(members);
    }

    /** A refusal: the request had no effect, and the same request again would be refused again. */
    public static Problem refusal(HttpStatusCode status, String code, String detail) {
        return new Problem(status, code, detail, false, false, Map.of());
    }

    /** An answer that is final for its key: the request's effect is settled, one way or another. */
    public static Problem settled(HttpStatusCode status, String code, String detail) {
        return new Problem(status, code, detail, false, true, Map.of());
    }

    /** A failure that says nothing about the effect; a retry finds out. */
    public static Problem failure(HttpStatusCode status, String code, String detail) {
        return new Problem(status, code, detail, true, true, Map.of());
    }

    /** The same with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put(member, value);
        return new Problem(status, code, detail, retryable, executed, all);
    }

    /** The same with the fields at fault. */
    public Problem with(List<FieldFault> faults) {
        return with("errors", List.copyOf(faults));
    }

    /** The answer; {@code instance} is left for Spring to fill in. */
    public ResponseEntity<Object> answer() {
        return ResponseEntity.status(status).headers(headers()).body(body());
    }

    /** The same where only an exception can carry it out. */
    public ErrorResponseException exception() {
        ErrorResponseException exception = new ErrorResponseException(status, body(), null);
        exception.getHeaders().addAll(headers());
        return exception;
    }

    HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl(CacheControl.noStore());
        if (!executed) {
            headers.set(DISPOSITION, NOT_EXECUTED);
        }
        return headers;
    }

    ProblemDetail body() {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:oncegate:problem:" + code));
        body.setTitle(title());
        body.setProperty("code", code);
        body.setProperty("retryable", retryable);
        members.forEach(body::setProperty);
        return body;
    }

    private String title() {
        return code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1).replace('-', ' ');
    }
}
