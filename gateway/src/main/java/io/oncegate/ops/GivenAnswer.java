package io.oncegate.ops;

import io.oncegate.core.Answer;
import io.oncegate.core.Lifetimes;
import io.oncegate.core.RouteTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer as an operator wrote it down.
 *
 * @param status its status
 * @param headers as HTTP writes them, one a line
 * @param body as text
 * @param bodyBase64 or as Base64
 * @param retention how long it is kept; the route's unless given
 */
record GivenAnswer(
        @Nullable Integer status,
        @Nullable String headers,
        @Nullable String body,
        @Nullable String bodyBase64,
        @Nullable String retention) {

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);
    private static final int LONGEST_RETENTION_DAYS = 366;

    boolean isEmpty() {
        return status == null && headers == null && body == null && bodyBase64 == null && retention == null;
    }

    /**
     * The answer that retries are to get.
     *
     * @throws RefusedRequestException if no client could be answered so, or the route would not keep it
     */
    Answer.Kept answer(RouteTerms terms) {
        if (status == null || status < 200 || status > 599) {
            throw refused("status is from 200 to 599");
        }
        byte[] bytes = bytes();
        if (bytes.length > terms.mostBody()) {
            throw refused("the route keeps at most " + terms.mostBody() + " bytes");
        }
        if (bytes.length > 0 && WITHOUT_BODY.contains(status)) {
            throw refused("an answer of status " + status + " has no body");
        }
        return new Answer.Kept(status, fields(terms), bytes);
    }

    /**
     * How long it is kept.
     *
     * @throws RefusedRequestException if that is no time, or for ever
     */
    Lifetimes lifetimes(RouteTerms terms) {
        Lifetimes routes = terms.lifetimes();
        if (retention == null) {
            return routes;
        }
        Duration given = ListRequest.duration("retention", retention);
        if (given.toMillis() <= 0 || given.toDays() > LONGEST_RETENTION_DAYS) {
            throw new RefusedRequestException(
                    "retention-invalid", "retention is longer than nothing and a year at most");
        }
        return new Lifetimes(routes.lease(), given, routes.tombstone());
    }

    private List<Answer.Header> fields(RouteTerms terms) {
        return headers == null
                ? List.of()
                : headers.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> field(terms, line))
                        .toList();
    }

    private static Answer.Header field(RouteTerms terms, String line) {
        int colon = line.indexOf(':');
        if (colon < 0 || !terms.keptHeaders().contains(line.substring(0, colon))) {
            throw refused("a header is \"Name: value\", and the route keeps one of that name");
        }
        String value = line.substring(colon + 1).strip();
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw refused("a header's value is printable ASCII");
        }
        return new Answer.Header(line.substring(0, colon), value);
    }

    private byte[] bytes() {
        if (body != null && bodyBase64 != null) {
            throw refused("body or bodyBase64, not both");
        }
        if (bodyBase64 == null) {
            return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(bodyBase64);
        } catch (IllegalArgumentException e) {
            throw refused("bodyBase64 is not Base64");
        }
    }

    private static RefusedRequestException refused(String why) {
        return new RefusedRequestException("answer-invalid", why);
    }
}
