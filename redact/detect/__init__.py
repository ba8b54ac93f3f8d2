"""Claims: what in a segment may be personal data. Claims only; judgement is the policy's."""
