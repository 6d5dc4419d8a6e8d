package io.oncegate.ops;

import io.oncegate.core.Answer;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin.Found;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.RouteTerms;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries as operators read them, in JSON: times and durations as ISO 8601 writes them, words as in the contract. */
final class EntryJson {

    private EntryJson() {}

    /** An entry at a glance. */
    static Map<String, Object> summary(EntrySummary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        EntryId id = summary.id();
        json.put("namespace", id.scope().namespace());
        json.put("caller", id.scope().caller());
        json.put("key", id.key().value());
        json.put("entry", LoggingListener.name(id));
        json.put("version", summary.version().text());
        json.put("state", Words.of(summary.state()));
        summary.details().ifPresent(details -> {
            json.put("attempt", details.attempt());
            json.put("since", details.since().toString());
            Duration age = Duration.between(details.since(), summary.now());
            json.put("age", seconds(age.isNegative() ? Duration.ZERO : age));
            details.until().ifPresent(until -> json.put("until", until.toString()));
        });
        summary.timeLeft().ifPresent(left -> json.put("timeLeft", seconds(left)));
        json.put("size", summary.size());
        return json;
    }

    /**
     * All of an entry but for its body.
     *
     * @param terms those of its namespace
     */
    static Map<String, Object> entry(Found found, Optional<RouteTerms> terms) {
        Map<String, Object> json = summary(found.summary());
        json.put("explanation", Explanation.of(found, terms));
        found.summary().details().ifPresent(details -> json.put("attempts", attempts(details, found.summary())));
        found.entry().ifPresent(entry -> answer(json, entry));
        return json;
    }

    /** The body of a kept answer, for those who may see it. */
    static Map<String, Object> body(byte[] body) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("base64", Base64.getEncoder().encodeToString(body));
        text(body).ifPresent(text -> json.put("text", text));
        return json;
    }

    private static void answer(Map<String, Object> json, Entry entry) {
        if (entry instanceof Entry.Kept kept) {
            Answer.Kept answer = kept.answer();
            json.put("status", answer.status());
            json.put("headers", answer.headers());
            json.put("bodySize", answer.body().length);
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            json.put("status", tombstone.firstStatus());
            tombstone.location().ifPresent(location -> json.put("location", location));
        }
    }

    private static List<Map<String, Object>> attempts(EntrySummary.Details details, EntrySummary summary) {
        return Told.all(details, summary.state()).stream().map(EntryJson::told).toList();
    }

    private static Map<String, Object> told(Told told) {
        Map<String, Object> json = new LinkedHashMap<>();
        told.number().ifPresent(number -> json.put("attempt", number));
        json.put("how", Words.of(told.how()));
        json.put("started", told.attempt().started().toString());
        told.attempt().took().ifPresent(took -> json.put("took", took.toString()));
        told.attempt().upstreamStatus().ifPresent(status -> json.put("status", status));
        json.put("gateway", told.attempt().instance().toString());
        return json;
    }

    private static String seconds(Duration duration) {
        return duration.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Optional<String> text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.of(text).filter(it -> it.chars().noneMatch(EntryJson::isBinary));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isBinary(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    }
}
