package io.oncegate.ops;

import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.RouteTerms;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * A change that an operator asks for.
 *
 * @param id of which entry
 * @param action in a word
 * @param reason why, in the operator's words
 * @param version what the operator saw
 * @param answer for the action that needs one
 */
record ChangeRequest(EntryId id, String action, String reason, String version, GivenAnswer answer) {

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_ACTION = 32;
    private static final String SETTLE_DONE = "settle-done";

    /**
     * @throws RefusedRequestException if a reason or a version is missing
     */
    ChangeRequest {
        action = action.length() > LONGEST_ACTION ? action.substring(0, LONGEST_ACTION) : action;
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusedRequestException(
                    "reason-invalid", "say why, in " + LONGEST_REASON + " characters at most");
        }
        if (version.isBlank()) {
            throw new RefusedRequestException("version-invalid", "name the version of the entry that you saw");
        }
    }

    /**
     * Makes the change.
     *
     * @param terms those of the entry's namespace
     * @throws RefusedRequestException if it makes no sense
     */
    Mono<EntryChange> at(EntryAdmin admin, Optional<RouteTerms> terms) {
        if (!action.equals(SETTLE_DONE) && !answer.isEmpty()) {
            throw new RefusedRequestException("answer-invalid", "only " + SETTLE_DONE + " takes an answer");
        }
        EntryVersion seen = new EntryVersion(version);
        return switch (action) {
            case "release" -> admin.release(id, seen);
            case "delete" -> admin.delete(id, seen);
            case "settle-not-executed" -> admin.settleNotExecuted(id, seen);
            case SETTLE_DONE -> done(admin, seen, terms);
            default ->
                throw new RefusedRequestException(
                        "action-invalid", "action is release, delete, settle-done or settle-not-executed");
        };
    }

    private Mono<EntryChange> done(EntryAdmin admin, EntryVersion seen, Optional<RouteTerms> terms) {
        RouteTerms known = terms.orElseThrow(() -> new RefusedRequestException(
                "namespace-unknown",
                "no route uses this namespace, so nobody knows for how long an answer is to be kept"));
        return admin.settleDone(id, seen, answer.answer(known), answer.lifetimes(known));
    }
}
