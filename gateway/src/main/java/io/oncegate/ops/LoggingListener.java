package io.oncegate.ops;

import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyListener;
import io.oncegate.core.Settlement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what somebody may have to look after, and at debug level what becomes of each request. A key is the client's and
 * may be anything, so a line names the first bytes of the SHA-256 of {@code namespace:caller:key}, which whoever has the
 * key can compute (the README says how). A store that is away is said once, and once that it is back.
 */
public final class LoggingListener implements IdempotencyListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.oncegate");
    private static final int SHOWN_BYTES = 8;

    private final AtomicBoolean storeAway = new AtomicBoolean();

    @Override
    public void claimed(ClaimRequest request, ClaimOutcome outcome) {
        storeAnswers();
        if (LOG.isDebugEnabled()) {
            LOG.debug("The claim on {}: {}.", name(request.id()), outcome.fold(Words.OF_OUTCOMES));
        }
        if (outcome instanceof ClaimOutcome.OutcomeUnknown unknown && unknown.cause() == UnknownCause.UNREADABLE) {
            LOG.warn("The entry {} cannot be read, and is treated as an unknown outcome.", name(request.id()));
        }
        if (outcome instanceof ClaimOutcome.Granted granted && granted.claim().overUnreadable()) {
            LOG.warn("The entry {} could not be read; the request runs again.", name(request.id()));
        }
    }

    @Override
    public void settled(Claim claim, Ending ending, Settlement settlement) {
        storeAnswers();
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "The execution of {}, attempt {}: {}, {}.",
                    name(claim.id()),
                    claim.attempt(),
                    Words.of(ending),
                    Words.of(settlement));
        }
        if (ending instanceof Ending.Unknown && !claim.request().upstreamDeduplicates()) {
            LOG.warn(
                    "The outcome of {} is unknown, and it does not run again: somebody has to look.", name(claim.id()));
        }
        if (settlement == Settlement.LOST) {
            LOG.warn("The claim on {}, attempt {}, was lost: its lease ran out.", name(claim.id()), claim.attempt());
        }
        if (settlement == Settlement.WITHOUT_ANSWER) {
            LOG.warn("The store had no room for the answer of {}: only the fact is kept.", name(claim.id()));
        }
    }

    @Override
    public void storeFailed(EntryId id, Operation operation, Throwable failure) {
        if (storeAway.compareAndSet(false, true)) {
            LOG.warn("The store fails ({}); said once until it answers again.", failure.toString());
        }
    }

    @Override
    public void gaveUp(EntryId id, Operation operation) {
        LOG.warn("The store could not be told of {} ({}) in time.", name(id), Words.of(operation));
    }

    private void storeAnswers() {
        // read first: this is on the way of every request
        if (storeAway.get() && storeAway.compareAndSet(true, false)) {
            LOG.info("The store answers again.");
        }
    }

    /** What a log may say of an entry. */
    static String name(EntryId id) {
        String whole = id.scope().namespace() + ":" + id.scope().caller() + ":"
                + id.key().value();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return id.scope().namespace() + "/" + HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
