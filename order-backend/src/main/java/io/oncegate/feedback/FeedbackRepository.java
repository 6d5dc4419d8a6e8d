package io.oncegate.feedback;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where feedback is. */
public interface FeedbackRepository {

    /** Adds it; nothing tells a repetition from a second opinion. */
    void add(Feedback feedback);

    /** The user's feedback with that id; another user's is not found. */
    Optional<Feedback> find(String userId, UUID feedbackId);

    /** The user's feedback, newest first, at most {@code limit} of it. */
    List<Feedback> list(String userId, int limit);
}
