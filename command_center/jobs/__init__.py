"""Background tasks of the centre, each for ever."""
