import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

/** What stands where nothing is to be shown: what that means, and what can be done. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) => (
  <Box textAlign="center" padding={{ vertical: 'm' }} color="inherit">
    <SpaceBetween size="xs">
      <Box variant="strong" color="inherit">
        {title}
      </Box>
      {children !== undefined && <Box color="inherit">{children}</Box>}
    </SpaceBetween>
  </Box>
);
