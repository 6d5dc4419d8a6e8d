package io.oncegate.feedback;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes feedback: a service with an effect and without protection of its own. Called twice, it has its effect twice, so
 * whether a retry is safe depends on the gateway alone.
 */
public final class FeedbackService {

    private static final int SHOWN = 100;

    private final FeedbackRepository repository;
    private final Clock clock;

    public FeedbackService(FeedbackRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Keeps {@code text}, which {@link Feedback#isText is text}. */
    public Feedback submit(String userId, String text) {
        Feedback feedback =
                new Feedback(UUID.randomUUID(), userId, text, clock.instant().truncatedTo(ChronoUnit.MICROS));
        repository.add(feedback);
        return feedback;
    }

    /** The user's feedback with that id; another user's is not found. */
    public Optional<Feedback> find(String userId, UUID feedbackId) {
        return repository.find(userId, feedbackId);
    }

    /** The user's latest feedback, newest first. */
    public List<Feedback> latest(String userId) {
        return repository.list(userId, SHOWN);
    }
}
