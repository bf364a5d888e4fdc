"""Several reports of one journey: in one another's company, corrected, withdrawn and merged."""
